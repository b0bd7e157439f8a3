import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

const REASONS: Readonly<Record<string, MessageDescriptor>> = {
  recipient_absent: msg`Nobody there`,
  closed: msg`Closed`,
  address_wrong: msg`Address is wrong`,
  access_blocked: msg`No access to the door`,
  refused: msg`Refused by the recipient`,
  damaged: msg`Parcel damaged`,
  missing_item: msg`Parcel missing`,
  wrong_item: msg`Wrong parcel`,
  payment_failed: msg`Payment failed`,
  proof_missing: msg`Proof could not be given`,
  no_time: msg`No time left`,
  vehicle: msg`Vehicle trouble`,
  low_charge: msg`Battery too low`,
  weather: msg`Weather`,
  misdelivered: msg`Delivered to the wrong place`,
  other: msg`Other reason`,
  delivered_to_recipient: msg`To the recipient`,
  delivered_to_third_party: msg`To someone else at the address`,
  delivered_to_mailbox: msg`In the mailbox`,
  delivered_to_safe_place: msg`In the agreed place`,
  delivered_to_pickup_point: msg`At a pick-up point`,
};

/** Reason codes in words, with or without their `failure.` prefix; unknown codes speak for themselves. */
export function useReasonWords(): (code: string) => string {
  const { i18n } = useLingui();
  return (code) => {
    const known = REASONS[code.replace(/^(failure|success)\./, "")];
    return known ? i18n._(known) : code.replace(/[._]/g, " ");
  };
}
