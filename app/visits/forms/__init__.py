"""The shape of what schools and hosts send about visits."""

from app.visits.forms.booking import AttachForm, BookForm, CheckboxesField, ListForm, SlotForm, level_choices
from app.visits.forms.company import CompanyForm, HostForm, HoursForm, NewCompanyForm, PictureForm, SiteForm
from app.visits.forms.offer import OfferForm

__all__ = [
    "AttachForm",
    "BookForm",
    "CheckboxesField",
    "CompanyForm",
    "HostForm",
    "HoursForm",
    "ListForm",
    "NewCompanyForm",
    "OfferForm",
    "PictureForm",
    "SiteForm",
    "SlotForm",
    "level_choices",
]
