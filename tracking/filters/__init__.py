"""What lists may be filtered by. Each filter calls one method of the QuerySet; the form is an ordinary crispy form."""

from tracking.filters.inquiries import InquiryFilter
from tracking.filters.register import RegisterFilter

__all__ = ["InquiryFilter", "RegisterFilter"]
