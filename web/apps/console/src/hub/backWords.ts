/** What has to be done with a parcel that came back, by where its order goes next. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const NEXT: Readonly<Record<string, MessageDescriptor>> = {
  allocated: msg`Goes on the next plan: sort it again`,
  planned: msg`Goes out again: sort it to its route`,
  reattempt_scheduled: msg`Goes out again: keep it for the next plan`,
  held: msg`Keep it here: somebody must answer first`,
  failed: msg`Keep it here until it is decided`,
  returning: msg`Hand it to the merchant, and scan “Return to merchant”`,
  cancelled: msg`Hand it to the merchant, and scan “Return to merchant”`,
  partially_delivered: msg`Hand it to the merchant, and scan “Return to merchant”`,
};

/** Return the next step in words; an order of any other state needs a look by a person. */
export const nextOf = (status: string): MessageDescriptor =>
  NEXT[status] ?? msg`Look into the order before you move it`;
