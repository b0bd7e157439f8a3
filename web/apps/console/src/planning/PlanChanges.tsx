import { Plural, useLingui } from "@lingui/react/macro";
import type { Plan } from "@pannier/api";
import { Banner, useFormat } from "@pannier/ui";
import { Link } from "wouter";
import { usePages } from "../pages.ts";
import { useOperationWords } from "./ChangeTheDay.tsx";

type Change = Plan["changes"][number];

/** That the routes are no longer as the plan made them, since when and why, and where they are seen as they are. */
export function PlanChanges({ changes }: { changes: Plan["changes"] }) {
  const { t } = useLingui();
  const pages = usePages();
  if (changes.length === 0) return null;
  return (
    <Banner tone="info">
      <b>{t`Since this plan was made:`}</b>
      <ul className="co-changes">
        {changes.map((change) => (
          <ChangeRow key={`${change.kind} ${change.operation}`} change={change} />
        ))}
      </ul>
      {t`The figures below are those that it was made with.`}{" "}
      {pages.has("today") && (
        <Link className="co-link" href="/">
          {t`See the routes as they are on Today`}
        </Link>
      )}
    </Banner>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const { t } = useLingui();
  const format = useFormat();
  const operation = useOperationWords();
  const { kind, count } = change;
  return (
    <li>
      {kind === "released" && <Plural value={count} one="# route released" other="# routes released" />}
      {kind === "reassigned" && (
        <Plural value={count} one="# route given to another rider" other="# routes given to other riders" />
      )}
      {kind === "on_demand" && (
        <Plural value={count} one="# order on demand taken on" other="# orders on demand taken on" />
      )}
      {kind === "proposal" && (
        <>
          <Plural value={count} one="# proposal accepted" other="# proposals accepted" />
          {": "}
          {operation(change.operation ?? "")}
        </>
      )}
      {", "}
      {count > 1 ? t`last ${format.moment(change.at)}` : format.moment(change.at)}
    </li>
  );
}
