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

const LEFT_OUT: Readonly<Record<string, MessageDescriptor>> = {
  no_vehicle: msg`no vehicle for it`,
  skill: msg`nobody with the skill for it`,
  hub: msg`belongs to another hub`,
  too_large: msg`too large for every vehicle`,
  unreachable: msg`no vehicle gets there`,
  window: msg`no time within its window`,
  release: msg`ready too late`,
  battery: msg`batteries would not last`,
  shift: msg`no time within the shifts`,
  break: msg`no time beside the breaks`,
  capacity: msg`no room in the vehicles`,
  trips: msg`too many rounds`,
  limit: msg`over a limit of the vehicles`,
  only: msg`not for the vehicles there are`,
  aboard: msg`too long on board`,
  goods: msg`not with the other goods`,
  stack: msg`would lie under other goods`,
  prize: msg`dearer than giving it away`,
  day_over: msg`its day is over`,
  no_riders: msg`nobody on duty`,
  nobody_fits: msg`no rider can take it`,
  unanswered: msg`did not set out`,
  only_unanswered: msg`only who did not set out could take it`,
  off_duty: msg`went off duty`,
};

/** Reason codes in words, with or without their `failure.` prefix; unknown codes speak for themselves. */
export function useReasonWords(): (code: string) => string {
  const { i18n } = useLingui();
  return (code) => {
    const known = REASONS[code.replace(/^(failure|success)\./, "")] ?? LEFT_OUT[code];
    return known ? i18n._(known) : code.replace(/[._]/g, " ");
  };
}
