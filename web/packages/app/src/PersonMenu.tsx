import { useLingui } from "@lingui/react/macro";
import { ActionMenu, chooseTheme, Icon, useTheme } from "@pannier/ui";
import { useState } from "react";
import { ChangePassword } from "./ChangePassword.tsx";
import { useMe, useSignOut } from "./session.tsx";

/** Theme, password and sign-out under the person's name. */
export function PersonMenu() {
  const { t } = useLingui();
  const { person, organisation } = useMe();
  const theme = useTheme();
  const signOut = useSignOut();
  const [changing, setChanging] = useState(false);
  const name = person?.name ?? organisation.name;
  const other = theme === "dark" ? "light" : "dark";
  return (
    <>
      <ActionMenu
        label={t`Account of ${name}`}
        trigger={<Icon name="person" size={20} />}
        entries={[
          {
            id: "theme",
            icon: theme === "dark" ? "sun" : "moon",
            label: other === "dark" ? t`Night theme` : t`Day theme`,
            onAction: () => chooseTheme(other),
          },
          {
            id: "password",
            icon: "key",
            label: t`Change my password`,
            onAction: () => setChanging(true),
          },
          { id: "sign-out", icon: "signOut", label: t`Sign out`, onAction: signOut },
        ]}
      />
      {changing && <ChangePassword onClose={() => setChanging(false)} />}
    </>
  );
}
