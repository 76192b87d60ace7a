"""What is true: tables and their rules. Importing this package knows every table (the metadata is then complete)."""

from models import (
    activity,
    base,
    errors,
    functions,
    groups,
    installation,
    invitations,
    leases,
    notices,
    people,
    receipts,
    sign_ins,
    viewers,
)

__all__ = [
    "activity",
    "base",
    "errors",
    "functions",
    "groups",
    "installation",
    "invitations",
    "leases",
    "notices",
    "people",
    "receipts",
    "sign_ins",
    "viewers",
]
