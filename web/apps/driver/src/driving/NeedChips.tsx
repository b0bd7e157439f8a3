import { useLingui } from "@lingui/react/macro";
import type { ProofKind, RiderOrder } from "@pannier/api";
import { Icon, type IconName } from "@pannier/ui/icons";
import { PROOF_KINDS } from "./proof.ts";

const ICONS: Readonly<Record<ProofKind, IconName>> = {
  pin: "key",
  photo: "camera",
  signature: "plan",
  name: "person",
};

/** What these orders ask for at the door. */
export function NeedChips({ orders }: { orders: readonly RiderOrder[] }) {
  const { t } = useLingui();
  const words: Record<ProofKind, string> = {
    pin: t`PIN`,
    photo: t`Photo`,
    signature: t`Signature`,
    name: t`Name`,
  };
  const wanted = PROOF_KINDS.filter((kind) =>
    orders.some((order) => order.proof[kind] === "required" || order.proof[kind] === "warn"),
  );
  return wanted.map((kind) => (
    <span key={kind} className="dr-chip dr-chip--need">
      <Icon name={ICONS[kind]} size={18} />
      {words[kind]}
    </span>
  ));
}
