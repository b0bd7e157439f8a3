import { useLingui } from "@lingui/react/macro";
import { ActionMenu, chooseTheme, Icon, useTheme } from "@pannier/ui";
import { useMe, useSignOut } from "./session.tsx";

/** Theme and sign-out under the person's name. */
export function PersonMenu() {
  const { t } = useLingui();
  const { person, organisation } = useMe();
  const theme = useTheme();
  const signOut = useSignOut();
  const name = person?.name ?? organisation.name;
  const other = theme === "dark" ? "light" : "dark";
  return (
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
        { id: "sign-out", icon: "signOut", label: t`Sign out`, onAction: signOut },
      ]}
    />
  );
}
