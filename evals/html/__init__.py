"""Runs as one HTML document, with plots and with the items that failed."""

from .adapting_page import adapting_page
from .page import html_report
from .worst import worst_items

__all__ = ["adapting_page", "html_report", "worst_items"]
