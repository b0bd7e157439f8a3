import { useLingui } from "@lingui/react/macro";
import { type Plan, planning } from "@pannier/api";
import { useMay, useProblemText } from "@pannier/app";
import { Badge, Banner, Button, type Column, DataTable, Panel, useFormat } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Aim, type ChoiceRow, choiceRows } from "./choices.ts";

/** The plans of one run side by side; taking one calls the others off. */
export function PlanChoices({ plan, onChosen }: { plan: Plan; onChosen: (planId: string) => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const may = useMay();
  const textOf = useProblemText();
  const choices = useQuery({
    queryKey: ["choices", plan.id],
    queryFn: () => planning.choices(plan.id),
    enabled: plan.choice !== null && plan.state === "draft",
  });
  const choose = useMutation({
    mutationFn: (planId: string) => planning.choose(planId),
    onSuccess: (chosen) => {
      onChosen(chosen.id);
      for (const key of ["plans", "plan", "choices", "routes", "orders"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const rows = choiceRows(choices.data ?? []);
  const columns = useColumns(rows);
  if (rows.length < 2) return null;
  const isWeighed = rows.some((row) => row.isLeastInAll);
  const take: Column<ChoiceRow> = {
    id: "take",
    label: t`Choice`,
    cell: (row) => (
      <Button
        look={row.id === plan.id ? "primary" : "plain"}
        isDisabled={choose.isPending}
        onPress={() => choose.mutate(row.id)}
      >
        {row.id === plan.id ? t`Keep this plan` : t`Take this plan`}
      </Button>
    ),
  };
  return (
    <Panel title={t`Plans to choose from`}>
      <div className="co-stack">
        <p className="pn-quiet">
          {isWeighed
            ? t`Shown below is the one that comes to the least in all: what is paid and what counts besides, such as uneven work, stops in strange areas, lateness and CO₂e, which nobody pays. Another one may be less to pay.`
            : t`Shown below is the one that costs the least.`}{" "}
          {t`None of these beats another in everything; taking one calls the others off.`}
        </p>
        <DataTable<ChoiceRow>
          label={t`Plans to choose from`}
          rows={rows}
          rowKey={(row) => row.id}
          columns={may("plans:write") ? [...columns, take] : columns}
          stacks
        />
        {choose.isError && <Banner tone="danger">{textOf(choose.error)}</Banner>}
      </div>
    </Panel>
  );
}

function useColumns(rows: readonly ChoiceRow[]): Column<ChoiceRow>[] {
  const { t } = useLingui();
  const format = useFormat();
  const words: Record<Aim, string> = {
    cost: t`Least to pay`,
    promises: t`Most reliable`,
    grams: t`Greenest`,
    fairness: t`Most even`,
  };
  // A tenth of a point is the least that is shown.
  const pointsOf = ({ more }: ChoiceRow) =>
    more && Math.abs(more.kept) >= 0.0005
      ? t`${signed(more.kept, format.decimal(100 * more.kept))} points`
      : null;
  const signed = (value: number, text: string) => (value > 0 ? `+${text}` : text);
  const weights: Column<ChoiceRow> = {
    id: "weights",
    label: t`Counted besides`,
    align: "end",
    cell: (row) => (row.weightsCents === null ? "–" : format.money(row.weightsCents)),
  };
  const all: Column<ChoiceRow> = {
    id: "all",
    label: t`In all`,
    align: "end",
    cell: (row) => (row.allCents === null ? "–" : format.money(row.allCents)),
  };
  return [
    {
      id: "best",
      label: t`Best at`,
      cell: (row) => (
        <span className="co-best-at">
          {row.isLeastInAll && (
            <Badge tone="info" icon={null}>
              {t`Least in all`}
            </Badge>
          )}
          {row.bestAt.length === 0 && !row.isLeastInAll ? (
            <span>{t`Between the others`}</span>
          ) : (
            row.bestAt.map((aim) => (
              <Badge key={aim} tone="ok">
                {words[aim]}
              </Badge>
            ))
          )}
        </span>
      ),
    },
    {
      id: "cost",
      label: t`To pay`,
      align: "end",
      cell: (row) => (
        <Beside
          figure={format.money(row.costCents)}
          more={row.more && signed(row.more.cost, format.shareFine(row.more.cost))}
        />
      ),
    },
    ...(rows.some((row) => row.weightsCents) ? [weights, all] : []),
    {
      id: "kept",
      label: t`Windows kept`,
      align: "end",
      cell: (row) => <Beside figure={format.shareFine(row.kept)} more={pointsOf(row)} />,
    },
    {
      id: "grams",
      label: t`CO₂e`,
      align: "end",
      cell: (row) => (
        <Beside
          figure={format.emission(1000 * row.grams)}
          more={row.more && signed(row.more.grams, format.shareFine(row.more.grams))}
        />
      ),
    },
    {
      id: "uneven",
      label: t`Riders' hours differ by`,
      align: "end",
      cell: (row) => <Beside figure={format.duration(row.unevenS)} more={null} />,
    },
  ];
}

/** A figure, and how far it is from that of the first plan. */
function Beside({ figure, more }: { figure: string; more: string | null }) {
  return (
    <span className="co-two">
      <span>{figure}</span>
      {more && <small>{more}</small>}
    </span>
  );
}
