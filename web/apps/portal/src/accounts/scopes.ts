/** What a scope lets a key do, in words; the code stays beside it, since programs name it. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const SCOPES: Readonly<Record<string, MessageDescriptor>> = {
  "orders:read": msg`Read orders and what happens to them`,
  "orders:write": msg`Send, change and cancel orders`,
  "imports:write": msg`Import files of orders`,
  "places:read": msg`Look up addresses`,
  "hubs:read": msg`Read hubs and their parcels`,
  "fleet:read": msg`Read vehicles, riders and shifts`,
  "offers:read": msg`Read the offers made to you`,
  "offers:answer": msg`Accept or refuse offers`,
  "outcomes:report": msg`Report deliveries and failures`,
  "webhooks:read": msg`Read where messages to programs go`,
  "webhooks:write": msg`Set where messages to programs go`,
  "charges:read": msg`Read prices`,
  "emissions:read": msg`Read emission records`,
  "events:read": msg`Read the event feed`,
  "jobs:read": msg`Follow long jobs such as imports`,
  "factors:read": msg`Read emission factors`,
  "keys:write": msg`Make and revoke API keys`,
};

/** Null for a scope that has no words yet: the code is shown alone. */
export const scopeWord = (scope: string): MessageDescriptor | null => SCOPES[scope] ?? null;
