import { useLingui } from "@lingui/react/macro";
import { ApiProblem, type Proposal } from "@pannier/api";
import { useMay, useProblemText } from "@pannier/app";
import { Banner, Button, Dialog, Progress, toast } from "@pannier/ui";
import { useOperationWords } from "./ChangeTheDay.tsx";
import { ProposalDiff } from "./ProposalDiff.tsx";
import { canBeAccepted, isOpen } from "./proposals.ts";
import { useAskAgain, useDecide, useProposal } from "./useProposals.ts";

interface ProposalDialogProps {
  proposal: Proposal;
  onClose: () => void;
  onAskedAgain: (proposal: Proposal) => void;
}

/** A proposal with all that it changes; a person accepts or discards it, or asks again where the day went on. */
export function ProposalDialog({ proposal: shown, onClose, onAskedAgain }: ProposalDialogProps) {
  const { t } = useLingui();
  const may = useMay();
  const textOf = useProblemText();
  const wordOf = useOperationWords();
  const proposal = useProposal(shown);
  const again = useAskAgain(proposal.id, onAskedAgain);
  const { accept, discard } = useDecide(proposal.id, (decided) => {
    toast(
      decided.state === "accepted"
        ? t`Accepted. Riders see their changed routes now.`
        : t`Discarded. Nothing changed.`,
    );
    onClose();
  });
  const error = again.command.error ?? accept.error ?? discard.error;
  const isBusy = accept.isPending || discard.isPending || again.command.isPending;
  const isRefused = accept.error instanceof ApiProblem && accept.error.code === "proposal_outdated";
  const isStale = Boolean(proposal.outdated) || isRefused;
  return (
    <Dialog
      title={t`Proposal: ${wordOf(proposal.operation)}`}
      closeLabel={t`Decide later`}
      isOpen
      onClose={onClose}
      size="large"
      actions={
        <>
          {may("plans:write") && (
            <Button isPending={discard.isPending} isDisabled={isBusy} onPress={() => discard.mutate()}>
              {t`Discard`}
            </Button>
          )}
          {isStale && isOpen(proposal) && may("plans:write") ? (
            <Button
              look="primary"
              icon="search"
              isPending={again.command.isPending}
              isDisabled={isBusy}
              onPress={() => again.command.mutate()}
            >
              {t`Ask again`}
            </Button>
          ) : (
            may("routes:release") && (
              <Button
                look="primary"
                icon="check"
                isPending={accept.isPending}
                isDisabled={isBusy || !canBeAccepted(proposal)}
                onPress={() => accept.mutate()}
              >
                {t`Accept`}
              </Button>
            )
          )}
        </>
      }
    >
      <div className="co-stack">
        {error && <Banner tone="danger">{textOf(error)}</Banner>}
        {proposal.outdated && (
          <Banner tone="warn">
            <b>{t`The day went on, so this cannot be accepted any more.`}</b> {proposal.outdated}
          </Banner>
        )}
        {again.search && again.command.isPending && (
          <Progress value={again.search.progress} label={again.search.message} />
        )}
        <ProposalDiff proposal={proposal} />
      </div>
    </Dialog>
  );
}
