"""What the white list refuses."""

from cixi_oversight.errors import DomainError, Refusal


class NothingChosen(DomainError):
    code = "whitelist_nothing_chosen"
    message = "Nothing is ticked, so there is nothing to publish."
    refusal = Refusal.MALFORMED


class ProposalMoved(DomainError):
    """The register has changed since the night: what was ticked is no longer what holds."""

    code = "whitelist_proposal_moved"
    message = "The proposal for %(name)s no longer holds. Reload the page and look again."
    refusal = Refusal.CONFLICT
