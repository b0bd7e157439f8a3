/** The page that someone asked for before being sent to sign in; null for what is not a report of this server. */
export function wantedPage(address: string): string | null {
  const { searchParams, origin } = new URL(address);
  const wanted = searchParams.get("next");
  if (!wanted || !URL.canParse(wanted, origin)) return null;
  const target = new URL(wanted, origin);
  const isOurs = target.origin === origin && target.pathname.startsWith("/reports/");
  return isOurs ? `${target.pathname}${target.search}` : null;
}
