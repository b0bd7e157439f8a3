"""Row-level security: the second belt under the session's scope, made by the migrations."""

from sqlalchemy import DDL, Table, event
from sqlalchemy.orm import Mapper

from pannier.base.database import Base, MerchantReadable, MerchantShared, PartnerShared, Tenant

ORG = "nullif(current_setting('pannier.org', true), '')::uuid"
MERCHANT = "nullif(current_setting('pannier.merchant', true), '')::uuid"
SYSTEM = "current_setting('pannier.system', true) = 'on'"
RULES: dict[type, str] = {
    Tenant: f"org_id = {ORG} and {MERCHANT} is null",
    MerchantReadable: f"org_id = {ORG}",
    MerchantShared: f"org_id = {ORG} and ({MERCHANT} is null or merchant_org_id = {MERCHANT})",
    PartnerShared: f"(org_id = {ORG} or partner_org_id = {ORG}) and {MERCHANT} is null",
}
# Migrations name the kind of a table as it was then.
RULES_BY_NAME = {kind.__name__: rule for kind, rule in RULES.items()}


def rule_of(entity: type) -> str | None:
    """Return the visibility rule of a mapped class as SQL, or None for a table that no organisation owns."""
    return next((rule for kind, rule in RULES.items() if issubclass(entity, kind)), None)


def policy_statements(table: str, rule: str) -> tuple[str, ...]:
    """Return the statements that put one table under `rule`."""
    return (
        f"alter table {table} enable row level security",
        # An owner that works as itself (a server given by URL without a second role) is bound too.
        f"alter table {table} force row level security",
        f"drop policy if exists own_rows on {table}",
        f"create policy own_rows on {table} using ({SYSTEM} or ({rule})) with check ({SYSTEM} or ({rule}))",
    )


def owned_tables() -> dict[str, str]:
    """Return table name -> visibility rule for every mapped class that an organisation owns."""
    rules: dict[str, str] = {}
    for mapper in Base.registry.mappers:
        rule = rule_of(mapper.class_)
        if rule is not None:
            rules[str(mapper.local_table)] = rule
    return rules


@event.listens_for(Base, "mapper_configured", propagate=True)
def _secure_when_created(mapper: Mapper[object], entity: type) -> None:
    rule = rule_of(entity)
    if rule is None or not isinstance(mapper.local_table, Table):
        return
    for statement in policy_statements(mapper.local_table.name, rule):
        event.listen(mapper.local_table, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
