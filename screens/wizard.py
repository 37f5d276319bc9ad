"""The first start: tier, place, policy, names, passphrase. Enter goes on, Esc goes back, nothing is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from screens.actions import bindings
from screens.base import Common
from screens.text import whole, width
from screens.widgets.bars import KeyBar
from screens.widgets.fields import FieldSpec
from screens.widgets.rows import Column
from screens.widgets.section import Words
from screens.wizard_steps import ChooseStep, FillStep, Step
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Choice, PolicyOffer, Session, SetUp

POLICY_COLUMNS = (Column("", 40, grow=1), Column("", 22))

LEAST = 8
"""Characters a passphrase has at least."""

ORDER = ("tier", "place", "policy", "names", "passphrase")
"""The steps everyone sees; those that may come between are counted with the one before."""


class WizardScreen(Common[None]):
    """Asks one thing at a time and hands all of it to ``set_up`` at the end."""

    CSS_PATH: ClassVar[str] = "wizard.tcss"
    BINDINGS = bindings("go.back")
    ENTER_LABEL = N_("Go on")
    HELP_TEXT = N_("Enter goes on, Esc goes back. Everything but the place can be changed later.")

    def __init__(self) -> None:
        super().__init__()
        from screens.ports import SetUp

        self._answers: SetUp = SetUp("", "", "", "", None, "")
        self._been: list[str] = []
        self._typed: dict[str, dict[str, str]] = {}
        self._proposed: dict[str, str] = {}
        self._policies: Sequence[PolicyOffer] = ()
        self._tiers: Sequence[Choice] = ()
        self._busy = False
        self._code = ""
        self._session: Session | None = None

    def compose(self) -> ComposeResult:
        yield Words(id="progress")
        yield Container(id="place")
        yield KeyBar()

    def on_mount(self) -> None:
        self._to("tier")

    def _to(self, name: str) -> None:
        self.station.go(self._show(name), "step", exclusive=True)

    async def _show(self, name: str) -> None:
        step = await getattr(self, f"_{name}_step")()
        self._been.append(name)
        place = self.query_one("#place", Container)
        await place.remove_children()
        step.border_subtitle = _("Enter goes on, Esc goes back") if len(self._been) > 1 else _("Enter goes on")
        await place.mount(step)
        step.begin()
        number = ORDER.index({"ended": "policy", "bare": "passphrase", "recovery": "passphrase"}.get(name, name)) + 1
        title = _("The social-work station's book")
        count = f"{number} / {len(ORDER)}"
        gap = max(2, self.size.width - width(title) - width(count) - 4)
        self.query_one("#progress", Words).say(f"{title}{' ' * gap}{count}")

    def action_go_back(self) -> None:
        if len(self._been) > 1 and not self._busy:
            left = self._been.pop()
            if left in ("place", "names"):  # a passphrase is not kept anywhere
                self._typed[left] = dict(self.query_one(Step).typed())
            self._to(self._been.pop())

    @on(Step.Answered)
    def _answered(self, event: Step.Answered) -> None:
        event.stop()
        if not self._busy:
            self.station.go(
                getattr(self, f"_{self._been[-1]}_answered")(event.value, event.values), "answer", exclusive=True
            )

    def _find(self, search: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            await search()

        self.station.go(run(), "find", exclusive=True)

    # The steps and what follows each

    async def _tier_step(self) -> Step:
        self._tiers = await self.station.backend.tiers()
        about = _("It decides which screens open first. Bundles travel from the village up to the county.")
        return ChooseStep(
            _("What kind of station is this?"), about, self._tiers, value=self._answers.tier or "township_station"
        )

    async def _tier_answered(self, value: str, _values: Mapping[str, str]) -> None:
        self._answers = replace(self._answers, tier=value)
        self._to("place")

    async def _place_step(self) -> Step:
        about = _(
            "Type the name, the initials (those of the county before them), or the code: 东瓜, cx dgz, 532301102."
        )
        return ChooseStep(
            _("Where is it?"),
            about.replace("cx dgz", whole("cx dgz")),
            value=self._answers.division,
            typed=self._typed.get("place", {}).get("typed", ""),
            search=self._places,
            find=self._find,
            placeholder=_("Name, initials or code"),
            nothing=_("Begin to type; the matching places stand here."),
            unfound=_("No place of this tier matches. Another spelling, or Esc for another tier?"),
        )

    async def _places(self, typed: str) -> Sequence[Choice]:
        from screens.ports import Choice

        found = await self.station.backend.places(typed, self._answers.tier)
        self._proposed.update((place.code, place.station) for place in found)
        return [Choice(place.code, place.name, place.path) for place in found]

    async def _place_answered(self, value: str, values: Mapping[str, str]) -> None:
        self._typed["place"] = dict(values)
        if value != self._answers.division:
            self._typed.get("names", {}).pop("unit", None)
            self._answers = replace(self._answers, division=value, unit="", policy="", continue_from=None)
        self._policies = await self.station.backend.policies(value)
        self._to("policy")

    async def _policy_step(self) -> Step:
        from screens.ports import Choice

        choices = []
        for offer in self._policies:
            ended = _("ended {day}").format(day=offer.ended) if offer.ended else _("in force")
            choices.append(Choice(offer.id, offer.name, f"{ended}  {offer.document}"))
        about = _("Hours, certificates and posts are counted by it. The first line is the one proposed for your place.")
        return ChooseStep(
            _("Which policy holds here?"), about, choices, value=self._answers.policy, columns=POLICY_COLUMNS
        )

    async def _policy_answered(self, value: str, _values: Mapping[str, str]) -> None:
        self._answers = replace(self._answers, policy=value)
        offer = next(offer for offer in self._policies if offer.id == value)
        if offer.ended is not None and offer.ended < self.station.today:
            self._to("ended")
        else:
            self._answers = replace(self._answers, continue_from=None)
            self._to("names")

    async def _ended_step(self) -> Step:
        from screens.ports import Choice

        offer = next(offer for offer in self._policies if offer.id == self._answers.policy)
        assert offer.ended is not None
        start = offer.ended + timedelta(days=1)
        about = _(
            "Its term ended on {day} and no successor is known. A county may go on with it by its own decision; "
            "figures then say so. It can be changed in the settings."
        ).format(day=offer.ended)
        choices = [
            Choice("go_on", _("Go on with it from {day}").format(day=start), _("by the county's decision")),
            Choice("leave", _("Leave it as ended"), _("its figures are shown as expired")),
        ]
        return ChooseStep(_("This policy has run out"), about, choices)

    async def _ended_answered(self, value: str, _values: Mapping[str, str]) -> None:
        offer = next(offer for offer in self._policies if offer.id == self._answers.policy)
        start = offer.ended + timedelta(days=1) if offer.ended and value == "go_on" else None
        self._answers = replace(self._answers, continue_from=start)
        self._to("names")

    async def _names_step(self) -> Step:
        from screens.ports import Choice

        which = (N_("the first"), N_("the second"), N_("the third"), N_("the fourth"), N_("the fifth"))
        laptops = [Choice(letter, f"{letter}  {_(word)}") for letter, word in zip("ABCDE", which, strict=True)]
        specs = [
            FieldSpec("unit", N_("Station"), required=True, hint=N_("as on the seal")),
            FieldSpec(
                "letter",
                N_("Laptop"),
                kind="choice",
                required=True,
                choices=laptops,
                hint=N_("of this station's; a digit"),
            ),
            FieldSpec("worker", N_("Your name"), required=True, hint=N_("the first writer; others come later")),
        ]
        unit = self._answers.unit or self._proposed.get(self._answers.division, "")
        about = _("Nothing else is needed to begin.")
        values = {"unit": unit, "letter": self._answers.letter, "worker": self._answers.worker}
        values |= self._typed.get("names", {})
        return FillStep(_("Names"), about, specs, self.station.today, values)

    async def _names_answered(self, _value: str, values: Mapping[str, str]) -> None:
        self._answers = replace(self._answers, unit=values["unit"], worker=values["worker"], letter=values["letter"])
        self._to("passphrase")

    async def _passphrase_step(self) -> Step:
        specs = [
            FieldSpec("first", N_("Passphrase"), kind="secret", hint=N_("leave both empty for none")),
            FieldSpec("again", N_("Once more"), kind="secret"),
        ]
        about = _(
            "It opens this book on this computer. Several words are better than one hard word; "
            "write it down and keep it apart."
        )
        return FillStep(_("A passphrase"), about, specs, self.station.today, {})

    async def _passphrase_answered(self, _value: str, values: Mapping[str, str]) -> None:
        from db.errors import Refusal

        first, again = values["first"], values["again"]
        form = self.query_one("Form")
        refusal: Refusal | None = None
        if first != again:
            refusal = Refusal("form.passphrases_differ", field="again")
        elif first and len(first) < LEAST:
            refusal = Refusal("form.passphrase_short", field="first", n=len(first), least=LEAST)
        if refusal is not None:
            from screens.widgets.form import Form

            assert isinstance(form, Form)
            if first != again:
                form.fill({"again": ""})
            form.refuse(refusal)
            return
        self._answers = replace(self._answers, passphrase=first or None)
        if first:
            await self._finish()
            self._code = await self.station.backend.recovery_code()
            self._been.clear()
            self._to("recovery")
        else:
            self._to("bare")

    async def _bare_step(self) -> Step:
        from screens.ports import Choice

        about = _(
            "Without a passphrase anyone who has this computer or a copy of the file "
            "can read every name and number in it."
        )
        choices = [
            Choice("set", _("Set a passphrase"), _("one step back")),
            Choice("none", _("Go on without one"), _("a passphrase can be set later")),
        ]
        return ChooseStep(_("No passphrase?"), about, choices)

    async def _bare_answered(self, value: str, _values: Mapping[str, str]) -> None:
        if value == "set":
            self.action_go_back()
        else:
            await self._finish()
            self._enter()

    async def _recovery_step(self) -> Step:
        about = _(
            "Write this recovery code down and keep it apart from the laptop. It opens the book where the passphrase "
            "is forgotten; nothing else does.\n\n{code}\n\nThen type it here from what you wrote."
        ).format(code=self._code)
        specs = [
            FieldSpec("recovery", N_("Recovery code"), required=True, hint=N_("small letters and spaces are fine"))
        ]
        return FillStep(_("The recovery code"), about, specs, self.station.today, {})

    async def _recovery_answered(self, _value: str, values: Mapping[str, str]) -> None:
        from db.errors import Refusal
        from screens.widgets.form import Form
        from swstation.exchange.recovery import same_code

        try:
            if not same_code(values["recovery"], self._code):
                raise Refusal("recovery.differs", field="recovery")
        except Refusal as refusal:
            self.query_one(Form).refuse(refusal)
            return
        self._enter()

    def _enter(self) -> None:
        assert self._session is not None
        self.station.entered(self._session)

    async def _finish(self) -> None:
        self._busy = True
        try:
            self.query_one("#progress", Words).say(_("Making the book ..."))
            self._session = await self.station.backend.set_up(self._answers)
        finally:
            self._busy = False
