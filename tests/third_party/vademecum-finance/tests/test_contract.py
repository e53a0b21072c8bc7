"""What a third party writes to test a domain: one class."""

from vademecum_finance import FINANCE

from vademecum.domains.testing import DomainContract


class TestFinance(DomainContract):
    domain = FINANCE
