import { useLingui } from "@lingui/react/macro";
import { fleet, type Rider } from "@pannier/api";
import { FormDialog, ProblemState, useMay } from "@pannier/app";
import { Button, DataTable, Dialog, EmptyState, Skeleton, TextField, toast, useFormat } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDay } from "../day.tsx";
import { ChangeRider } from "./ChangeRider.tsx";
import { useFleet } from "./useFleet.ts";
import { wordsIn } from "./vehicleDraft.ts";

export function Riders() {
  const { t } = useLingui();
  const may = useMay();
  const { riders } = useFleet();
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Rider | null>(null);
  const [signingIn, setSigningIn] = useState<Rider | null>(null);
  if (riders.isPending) return <Skeleton label={t`Loading riders`} lines={6} />;
  if (riders.isLoadingError)
    return <ProblemState error={riders.error} onRetry={() => void riders.refetch()} />;
  const mayWrite = may("fleet:write");
  const add = mayWrite && (
    <Button look={riders.data.length === 0 ? "primary" : "plain"} icon="plus" onPress={() => setAdding(true)}>
      {t`Add a rider`}
    </Button>
  );
  return (
    <div className="co-stack">
      {riders.data.length === 0 ? (
        <EmptyState icon="person" title={t`No riders yet`} action={add}>
          {t`Riders sign in on their phone with a QR code; they need no e-mail address.`}
        </EmptyState>
      ) : (
        <>
          <div className="co-tools">{add}</div>
          <DataTable<Rider>
            stacks
            label={t`Riders`}
            rows={riders.data}
            rowKey={(rider) => rider.id}
            columns={[
              { id: "name", label: t`Name`, cell: (rider) => <b dir="auto">{rider.name}</b> },
              {
                id: "skills",
                label: t`May do`,
                wideOnly: true,
                cell: (rider) => rider.skills.map((skill) => skill.replaceAll("_", " ")).join(", ") || "–",
              },
              {
                id: "sign-in",
                label: t`Phone`,
                align: "end",
                cell: (rider) =>
                  mayWrite && (
                    <>
                      <Button small onPress={() => setChanging(rider)}>
                        {t`Change`}
                      </Button>{" "}
                      <Button small icon="qr" onPress={() => setSigningIn(rider)}>
                        {t`Sign in a phone`}
                      </Button>
                    </>
                  ),
              },
            ]}
          />
        </>
      )}
      {adding && <NewRider onClose={() => setAdding(false)} />}
      {changing && <ChangeRider rider={changing} onClose={() => setChanging(null)} />}
      {signingIn && <PhoneSignIn rider={signingIn} onClose={() => setSigningIn(null)} />}
    </div>
  );
}

/** The QR that signs in one phone, once. */
function PhoneSignIn({ rider, onClose }: { rider: Rider; onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const code = useQuery({
    queryKey: ["sign-in-code", rider.id],
    queryFn: () => fleet.phoneCode(rider.id),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <Dialog
      title={t`Sign in the phone of ${rider.name}`}
      closeLabel={t`Close`}
      isOpen
      onClose={onClose}
      size="small"
    >
      {code.isPending && <Skeleton label={t`Making a code`} />}
      {code.isError && <ProblemState error={code.error} onRetry={() => void code.refetch()} />}
      {code.data && (
        <div className="co-qr">
          <img
            src={`data:image/svg+xml;utf8,${encodeURIComponent(code.data.qr_svg)}`}
            alt={t`QR code that opens the rider app`}
          />
          <ol>
            <li>{t`Open the camera of the phone and point it at the code.`}</li>
            <li>{t`Follow the link; the rider app opens, signed in.`}</li>
          </ol>
          <p>
            {t`Or type this code in the app:`} <bdi className="co-qr__code">{code.data.code}</bdi>
          </p>
          <p className="pn-quiet">{t`It works once, until ${format.time(code.data.expires_at)}.`}</p>
        </div>
      )}
    </Dialog>
  );
}

function NewRider({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { hub } = useDay();
  const [name, setName] = useState("");
  const [skills, setSkills] = useState("");
  const words = wordsIn(skills);
  const create = useMutation({
    mutationFn: () => fleet.createRider(name.trim(), hub?.id ?? "", words ?? []),
    onSuccess: (rider) => {
      toast(t`${rider.name} can be given a shift now.`);
      void client.invalidateQueries({ queryKey: ["riders"] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={t`Add a rider`}
      action={t`Add`}
      command={create}
      isReady={Boolean(name.trim() && hub && words)}
      onSubmit={create.mutate}
      onClose={onClose}
      size="small"
    >
      <TextField
        label={t`Name`}
        value={name}
        onChange={setName}
        isRequired
        autoFocus
        hint={t`Recipients see the first name only.`}
      />
      <TextField
        label={t`May do`}
        value={skills}
        onChange={setSkills}
        error={words ? undefined : t`This cannot be read.`}
        hint={t`Answers needs of orders, like age_check, house_keys`}
      />
    </FormDialog>
  );
}
