import {
  blockedStreets,
  type Job,
  type NewBlockedStreet,
  type NewProposal,
  orders,
  type Proposal,
  planning,
} from "@pannier/api";
import { followed, useMay } from "@pannier/app";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useDay } from "../day.tsx";

const TOUCHED = ["blocked-streets", "proposals", "routes", "orders", "plans", "plan"];

/** The day's proposals, the newest first. */
export function useProposals() {
  const may = useMay();
  const { hub, date } = useDay();
  const day = { hub_id: hub?.id ?? "", date };
  return useQuery({
    queryKey: ["proposals", day],
    queryFn: () => planning.proposals(day),
    enabled: Boolean(hub) && may("plans:read"),
    refetchInterval: 20_000,
  });
}

/** What somebody asks of the day; `callOff` is an order that is called off first. */
export interface Wanted extends Omit<NewProposal, "hub_id" | "date"> {
  callOff?: { orderId: string; reason: string } | null;
  /** A street that is blocked first. */
  block?: NewBlockedStreet | null;
}

/** Ask for a proposal and follow its search to the end; `search` is how far it is. */
export function usePropose(onMade: (proposal: Proposal) => void) {
  const { hub, date } = useDay();
  const client = useQueryClient();
  const [search, setSearch] = useState<Job | null>(null);
  const happened = useRef(new Set<string>());
  // Asked again after a refusal, what has happened already does not happen twice.
  const once = async (what: string, act: () => Promise<unknown>) => {
    if (happened.current.has(what)) return;
    await act();
    happened.current.add(what);
  };
  const command = useMutation({
    mutationFn: async ({ callOff, block, ...wanted }: Wanted) => {
      if (callOff) await once(callOff.orderId, () => orders.cancel(callOff.orderId, callOff.reason));
      if (block) await once(JSON.stringify([block.name, block.line]), () => blockedStreets.block(block));
      const asked = await planning.propose({ hub_id: hub?.id ?? "", date, ...wanted });
      const done = await followed(asked.id, setSearch);
      return planning.proposal(String(done.result?.proposal_id));
    },
    onSuccess: (proposal) => {
      onMade(proposal);
      for (const key of TOUCHED) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  return { command, search };
}

/** A proposal as it stands now: the day goes on while it is looked at. */
export function useProposal(shown: Proposal): Proposal {
  const { hub, date } = useDay();
  const found = useQuery({
    queryKey: ["proposals", { hub_id: hub?.id ?? "", date }, shown.id],
    queryFn: () => planning.proposal(shown.id),
    initialData: shown,
    initialDataUpdatedAt: 0,
    refetchInterval: 20_000,
  });
  return found.data;
}

/** Ask for the same change again, of the day as it stands now. */
export function useAskAgain(proposalId: string, onMade: (proposal: Proposal) => void) {
  const client = useQueryClient();
  const [search, setSearch] = useState<Job | null>(null);
  const command = useMutation({
    mutationFn: async () => {
      const asked = await planning.askAgain(proposalId);
      const done = await followed(asked.id, setSearch);
      return planning.proposal(String(done.result?.proposal_id));
    },
    onSuccess: onMade,
    onSettled: () => {
      for (const key of TOUCHED) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  return { command, search };
}

export function useDecide(proposalId: string, onDecided: (proposal: Proposal) => void) {
  const client = useQueryClient();
  const onSuccess = (proposal: Proposal) => {
    onDecided(proposal);
    for (const key of TOUCHED) void client.invalidateQueries({ queryKey: [key] });
  };
  const accept = useMutation({ mutationFn: () => planning.acceptProposal(proposalId), onSuccess });
  const discard = useMutation({ mutationFn: () => planning.discardProposal(proposalId), onSuccess });
  return { accept, discard };
}
