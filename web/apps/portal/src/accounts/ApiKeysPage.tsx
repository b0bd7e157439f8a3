import { useLingui } from "@lingui/react/macro";
import { type ApiKey, accounts } from "@pannier/api";
import { ProblemState, useFailureToast, useMe } from "@pannier/app";
import {
  Badge,
  Banner,
  Button,
  Checkbox,
  DataTable,
  Dialog,
  EmptyState,
  PageHead,
  SelectField,
  Skeleton,
  TextField,
  toast,
  useFormat,
  useNow,
} from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { scopeWord } from "./scopes.ts";

const KEYS = ["api-keys"];

/** Keys for the merchant's own programs. */
export default function ApiKeysPage() {
  const { t } = useLingui();
  const keys = useQuery({ queryKey: KEYS, queryFn: accounts.apiKeys });
  const [adding, setAdding] = useState(false);
  const add = (
    <Button look="primary" icon="plus" onPress={() => setAdding(true)}>
      {t`New key`}
    </Button>
  );
  return (
    <div className="po-page">
      <PageHead
        title={t`API keys`}
        note={t`Let your shop send orders and read their state. A key can do only what its scopes say.`}
      >
        {keys.data && keys.data.length > 0 && add}
      </PageHead>
      {keys.isPending && <Skeleton label={t`Loading keys`} />}
      {keys.isLoadingError && <ProblemState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && (
        <EmptyState icon="key" title={t`No keys yet`} action={add}>
          {t`Make one for each program, so that you can revoke one without stopping the others.`}
        </EmptyState>
      )}
      {keys.data && keys.data.length > 0 && <KeyTable keys={keys.data} />}
      {adding && <NewKey onClose={() => setAdding(false)} />}
    </div>
  );
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const now = useNow(60_000);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <>
      <DataTable<ApiKey>
        label={t`API keys`}
        rows={keys}
        rowKey={(key) => key.id}
        columns={[
          {
            id: "name",
            label: t`Name`,
            cell: (key) => (
              <span className="po-two">
                <b>{key.name}</b>
                <small>
                  <bdi className="po-code">{key.prefix}…</bdi>
                </small>
              </span>
            ),
          },
          { id: "scopes", label: t`May`, wideOnly: true, cell: (key) => key.scopes.join(", ") },
          {
            id: "used",
            label: t`Last used`,
            cell: (key) => (key.last_used_at ? format.ago(key.last_used_at, now) : t`never`),
          },
          {
            id: "expires",
            label: t`Expires`,
            wideOnly: true,
            cell: (key) => (key.expires_at ? format.moment(key.expires_at) : t`never`),
          },
          {
            id: "state",
            label: t`State`,
            align: "end",
            cell: (key) =>
              key.revoked_at ? (
                <Badge>{t`revoked`}</Badge>
              ) : (
                <Button small onPress={() => setRevoking(key)}>
                  {t`Revoke…`}
                </Button>
              ),
          },
        ]}
      />
      {revoking && <Revoke apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function Revoke({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const fail = useFailureToast();
  const revoke = useMutation({
    mutationFn: () => accounts.revokeApiKey(apiKey.id),
    onError: fail,
    onSuccess: () => {
      toast(t`The key “${apiKey.name}” no longer works.`);
      void client.invalidateQueries({ queryKey: KEYS });
      onClose();
    },
  });
  return (
    <Dialog
      title={t`Revoke “${apiKey.name}”?`}
      closeLabel={t`Close`}
      isOpen
      onClose={onClose}
      size="small"
      actions={
        <>
          <Button onPress={onClose}>{t`Keep it`}</Button>
          <Button look="danger" isPending={revoke.isPending} onPress={() => revoke.mutate()}>
            {t`Revoke`}
          </Button>
        </>
      }
    >
      <p>{t`Programs that use it are refused at once. This cannot be taken back; make a new key instead.`}</p>
    </Dialog>
  );
}

const LIFETIMES = ["30", "90", "365", ""];

function NewKey({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { permissions } = useMe();
  const client = useQueryClient();
  const fail = useFailureToast();
  const [name, setName] = useState("");
  const [days, setDays] = useState("365");
  const [scopes, setScopes] = useState<readonly string[]>(
    ["orders:read", "orders:write"].filter((scope) => permissions.includes(scope)),
  );
  const create = useMutation({
    mutationFn: () =>
      accounts.createApiKey({ name: name.trim(), scopes: [...scopes], days: days ? Number(days) : null }),
    onError: fail,
    onSuccess: () => void client.invalidateQueries({ queryKey: KEYS }),
  });
  if (create.data) return <Secret secret={create.data.secret} onClose={onClose} />;
  const toggle = (scope: string, on: boolean) =>
    setScopes((before) => (on ? [...before, scope] : before.filter((one) => one !== scope)));
  return (
    <Dialog
      title={t`New key`}
      closeLabel={t`Close`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            isPending={create.isPending}
            isDisabled={!name.trim() || scopes.length === 0}
            onPress={() => create.mutate()}
          >
            {t`Make the key`}
          </Button>
        </>
      }
    >
      <div className="po-stack">
        <TextField
          label={t`Name`}
          value={name}
          onChange={setName}
          isRequired
          autoFocus
          hint={t`The program that will use it, for example “Shop”`}
        />
        <SelectField
          label={t`Expires after`}
          value={days}
          onChange={setDays}
          choices={LIFETIMES.map((value) => ({ value, label: value ? t`${value} days` : t`never` }))}
        />
        <fieldset className="po-scopes">
          <legend className="pn-field__label">{t`It may`}</legend>
          {permissions.map((scope) => {
            const words = scopeWord(scope);
            return (
              <Checkbox
                key={scope}
                label={words ? i18n._(words) : scope}
                note={words ? scope : undefined}
                isSelected={scopes.includes(scope)}
                onChange={(on) => toggle(scope, on)}
              />
            );
          })}
        </fieldset>
      </div>
    </Dialog>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useLingui();
  const copy = () => void navigator.clipboard.writeText(secret).then(() => toast(t`Key copied.`));
  return (
    <Dialog
      title={t`Your new key`}
      closeLabel={t`Close`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button icon="copy" onPress={copy}>
            {t`Copy`}
          </Button>
          <Button look="primary" onPress={onClose}>
            {t`I have kept it`}
          </Button>
        </>
      }
    >
      <div className="po-stack">
        <Banner tone="warn">{t`It is shown this once. Keep it where your program can read it and nobody else can.`}</Banner>
        <bdi className="po-secret">{secret}</bdi>
      </div>
    </Dialog>
  );
}
