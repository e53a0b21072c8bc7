"""The tests inside the third party's package run where it is installed, not from here."""

collect_ignore = ["vademecum-finance"]
