"""Companies: the coordinator's list, the page of one for everybody, and what it changes of itself."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.drawing import clean_drawing, is_drawing
from app.base.language import N_
from app.base.pdf import clean_logo
from app.base.problems import NotFound, RuleBroken
from app.people import operations as people
from app.people.queries import CompanyNow, company_by_code, company_by_id, hosts_of_company
from app.visits import queries
from app.visits.forms import CompanyForm, HostForm, HoursForm, NewCompanyForm, PictureForm
from app.visits.forms.company import as_typed, kinds, topics
from app.visits.queries import Wish
from app.visits.views import bp
from app.web.forms import Form
from app.web.pages import do, house, needs, see_other, tell, work
from app.web.pictures import drawn, kind_of


@bp.get("/companies")
@needs(Permission.WEEK_PLAN)
def companies() -> ResponseReturnValue:
    asked = request.args
    wish = Wish(asked.get("q", "").strip()[:80], asked.get("kind", ""), asked.get("offers", ""))
    found = queries.companies(work(), wish=wish)
    return render_template("visits/companies.html", companies=found, wish=wish, kinds=kinds(house().settings.lessons))


@bp.route("/companies/new", methods=["GET", "POST"])
@needs(Permission.WEEK_PLAN)
def new_company() -> ResponseReturnValue:
    form = NewCompanyForm()
    form.among(house().settings.lessons)
    if request.method == "POST" and form.validate():
        base_url = house().settings.base_url
        code = do(people.start_company, told=form.told(), host=form.invited(), base_url=base_url)
        tell(N_("The company is in. Its first host gets a mail and can make an offer."))
        return see_other(url_for("visits.edit_company", code=code))
    return render_template("visits/company_new.html", form=form), 422 if form.errors else 200


@bp.get("/company")
@needs(Permission.COMPANY_EDIT)
def own_company() -> ResponseReturnValue:
    """A host's own; who looks after all of them chooses one."""
    company_id = work().actor.company_id
    if company_id is None:
        return see_other(url_for("visits.companies"))
    return see_other(url_for("visits.edit_company", code=company_by_id(work(), company_id=company_id).code))


@bp.get("/company/<code>")
@needs(Permission.OFFER_READ)
def company(code: str) -> ResponseReturnValue:
    found = company_by_code(work(), code=code)
    known = topics(house().settings.lessons)
    return render_template(
        "visits/company.html",
        company=found,
        offers=queries.open_offers_of(work(), company_id=found.id),
        sites=queries.sites_of_company(work(), company_id=found.id),
        topics=[known.get(one, one) for one in found.topics],
        may_edit=work().may(Permission.COMPANY_EDIT, company=found.id),
    )


@bp.route("/company/<code>/edit", methods=["GET", "POST"])
@needs(Permission.COMPANY_EDIT)
def edit_company(code: str) -> ResponseReturnValue:
    if request.method == "GET":
        return company_page(code)
    own_company_by(code)
    form = CompanyForm()
    form.among(house().settings.lessons)
    if not form.validate():
        return company_page(code, form), 422
    do(people.change_company, code=code, told=form.told())
    tell(N_("Saved. Schools see it like this from now on."))
    return see_other(url_for("visits.edit_company", code=code))


@bp.post("/company/<code>/logo")
@needs(Permission.COMPANY_EDIT)
def company_logo(code: str) -> ResponseReturnValue:
    """Keep the picture, made anew; or take the logo away."""
    own_company_by(code)
    form = PictureForm()
    try:
        sha = None if "remove" in request.form else house().files.put(_clean(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return company_page(code, form), 422
    do(people.set_company_logo, code=code, sha=sha)
    tell(N_("Schools see this logo from now on.") if sha else N_("The logo is gone."))
    return see_other(url_for("visits.edit_company", code=code, _anchor="logo"))


@bp.get("/company/<code>/logo")
@needs(Permission.OFFER_READ)
def logo_picture(code: str) -> ResponseReturnValue:
    sha = company_by_code(work(), code=code).logo_sha
    if sha is None:
        raise NotFound("logo")
    content = house().files.get(sha)
    answer = drawn(content, kind_of(content))
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.set_etag(sha)
    return answer.make_conditional(request)


def own_company_by(code: str) -> CompanyNow:
    """Raises: NotFound: another company's, or none."""
    return company_by_code(work(), code=code, permission=Permission.COMPANY_EDIT)


def company_page(code: str, refused: Form | None = None) -> str:
    """All that a company changes of itself; with a form that was refused."""
    found = own_company_by(code)
    given = {type(refused): refused}
    form = given.get(CompanyForm) or CompanyForm(formdata=None, data=as_typed(found))
    hours = given.get(HoursForm) or HoursForm(formdata=None)
    form.among(house().settings.lessons)
    hours.among(queries.periods(work()))
    return render_template(
        "visits/company_edit.html",
        company=found,
        form=form,
        hours_form=hours,
        host_form=given.get(HostForm) or HostForm(formdata=None),
        logo_form=given.get(PictureForm) or PictureForm(formdata=None),
        sites=queries.sites_of_company(work(), company_id=found.id),
        hosts=hosts_of_company(work(), company_id=found.id),
        hours=queries.hours_of_company(work(), company_id=found.id),
        is_own=work().actor.company_id == found.id,
        me_id=work().actor.user_id,
    )


def _clean(form: PictureForm) -> bytes:
    """Raises: RuleBroken (`logo`): nothing was chosen, or no picture that can be shown."""
    content: bytes = form.logo.data.read() if form.logo.data else b""
    if not content:
        raise RuleBroken("logo", N_("Choose a picture first."))
    return clean_drawing(content) if is_drawing(content) else clean_logo(content)
