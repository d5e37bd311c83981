"""Registration and tax numbers, checked by the rules of the client's country (python-stdnum).

A number of a country whose rules the library does not have is kept as it was typed.
"""

import importlib
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import Protocol, cast

from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from bot.errors import InvalidInput
from bot.i18n import LazyText, lazy
from bot.policy.fields import FieldType
from bot.policy.regions import territory_name

LONGEST_NUMBER = 60

_TAX = {
    "AL": "al.nipt", "AR": "ar.cuit", "AT": "at.uid at.tin", "AU": "au.abn", "AZ": "az.voen", "BE": "be.vat",
    "BG": "bg.vat", "BR": "br.cnpj", "BY": "by.unp", "CA": "ca.bn", "CH": "ch.vat ch.uid", "CL": "cl.rut",
    "CN": "cn.uscc", "CO": "co.nit", "CR": "cr.cpj", "CY": "cy.vat", "CZ": "cz.dic", "DE": "de.vat de.stnr",
    "DK": "dk.cvr", "DO": "do.rnc", "DZ": "dz.nif", "EC": "ec.ruc", "EE": "ee.kmkr", "EG": "eg.tn",
    "ES": "es.nif", "FI": "fi.alv", "FR": "fr.tva fr.siren", "GB": "gb.vat gb.utr", "GR": "gr.vat", "GT": "gt.nit",
    "HR": "hr.oib", "HU": "hu.anum", "ID": "id.npwp", "IE": "ie.vat", "IL": "il.hp", "IN": "in_.gstin in_.pan",
    "IS": "is_.vsk", "IT": "it.iva it.codicefiscale", "JP": "jp.cn", "KR": "kr.brn", "LT": "lt.pvm", "LU": "lu.tva",
    "LV": "lv.pvn", "MC": "mc.tva", "MT": "mt.vat", "MX": "mx.rfc", "NL": "nl.btw", "NO": "no.mva no.orgnr",
    "NZ": "nz.ird", "PE": "pe.ruc", "PL": "pl.nip", "PT": "pt.nif", "PY": "py.ruc", "RO": "ro.cf", "RS": "rs.pib",
    "RU": "ru.inn", "SE": "se.vat se.orgnr", "SG": "sg.uen", "SI": "si.ddv", "SK": "sk.dph", "SV": "sv.nit",
    "TH": "th.moa", "TN": "tn.mf", "TR": "tr.vkn", "TW": "tw.ubn", "UA": "ua.edrpou", "US": "us.ein",
    "UY": "uy.rut", "VE": "ve.rif", "VN": "vn.mst", "ZA": "za.tin",
}  # fmt: skip
"""The modules of python-stdnum that know a country's tax numbers, the usual one first."""

_REGISTERS = {
    "AT": "at.businessid", "AU": "au.acn au.abn", "BE": "be.vat", "BR": "br.cnpj", "CH": "ch.uid", "CL": "cl.rut",
    "CN": "cn.uscc", "DE": "de.handelsregisternummer", "DK": "dk.cvr", "EE": "ee.registrikood", "FI": "fi.ytunnus",
    "FR": "fr.siren fr.siret", "IL": "il.hp", "JP": "jp.cn", "KR": "kr.brn", "MC": "fr.siren", "NO": "no.orgnr",
    "PL": "pl.regon", "RO": "ro.onrc", "RU": "ru.ogrn", "SE": "se.orgnr", "SG": "sg.uen", "SI": "si.maticna",
    "TW": "tw.ubn", "UA": "ua.edrpou",
}  # fmt: skip
"""Those that know a country's company register."""

_OTHER_PREFIX = {"GR": "EL"}
"""The letters of a tax number where they are not the country's."""

_OF_KIND = {FieldType.TAX_NUMBER: _TAX, FieldType.REGISTRATION: _REGISTERS}

_EXAMPLES = {
    FieldType.TAX_NUMBER: {
        "CN": "91110000600037341L", "DE": "DE136695976", "ES": "B58378431", "FR": "FR40303265045", "GB": "GB980780684",
        "IT": "IT00743110157", "NL": "NL004495445B01", "US": "91-1144442",
    },
    FieldType.REGISTRATION: {"CN": "91110000600037341L", "DE": "Aachen HRA 11223", "FR": "552008443"},
}  # fmt: skip

_WRONG: dict[FieldType, tuple[LazyText, LazyText, LazyText]] = {
    FieldType.TAX_NUMBER: (
        lazy("“{text}” has not the length of a tax number in {country}."),
        lazy("“{text}” is no tax number in {country}: its check digit does not fit, so one digit is wrong."),
        lazy("“{text}” is not written like a tax number in {country}."),
    ),
    FieldType.REGISTRATION: (
        lazy("“{text}” has not the length of a registration number in {country}."),
        lazy("“{text}” is no registration number in {country}: its check digit does not fit, so one digit is wrong."),
        lazy("“{text}” is not written like a registration number in {country}."),
    ),
}
"""What is wrong with the length, the check digit or the rest."""


class _Rules(Protocol):
    """What a module of python-stdnum offers."""

    def validate(self, number: str) -> str:
        """Return the number in its compact form; raise ValidationError."""
        ...


def is_checked(kind: FieldType, country: str | None) -> bool:
    """Tell whether the rules of that country are known."""
    return (country or "") in _OF_KIND[kind]


def example_of(kind: FieldType, country: str | None) -> str:
    """Return what such a number looks like, empty where we have no example."""
    return _EXAMPLES[kind].get(country or "", "")


def parse_register_number(text: str, kind: FieldType, country: str | None, *, field: str) -> str:
    """Return a registration or tax number in its compact form; as typed where no rules are known.

    A tax number may be another country's that it begins with, such as a Swiss firm's German one. Raises InvalidInput
    with what is wrong with it.
    """
    typed = " ".join(text.split())
    if len(typed) > LONGEST_NUMBER:
        raise InvalidInput(lazy("A number takes at most {most} characters."), field=field, most=LONGEST_NUMBER)
    if country is None or not is_checked(kind, country):
        return typed
    problems = []
    for rules in _rules(kind, country):
        try:
            return _with_prefix(rules.validate(typed), typed, country)
        except ValidationError as error:
            problems.append(error)
    prefix = typed[:2].upper()
    if kind is FieldType.TAX_NUMBER and prefix not in {country, ""} and prefix in _TAX:
        with suppress(ValidationError):
            return _with_prefix(_rules(kind, prefix)[0].validate(typed), typed, prefix)
    raise InvalidInput(_sentence(kind, problems), field=field, text=typed, country=territory_name(country))


def _with_prefix(found: str, typed: str, country: str) -> str:
    """Keep the country's letters where they were typed: most rules leave them out."""
    prefix = typed[:2].upper()
    return f"{prefix}{found}" if prefix in {country, _OTHER_PREFIX.get(country)} and found[:2] != prefix else found


def _sentence(kind: FieldType, problems: Sequence[ValidationError]) -> LazyText:
    """Name what is wrong: a check digit, when some rule got so far; else the length or the writing."""
    length, check, writing = _WRONG[kind]
    if any(isinstance(problem, InvalidChecksum) for problem in problems):
        return check
    return length if isinstance(problems[0], InvalidLength) else writing


@cache
def _rules(kind: FieldType, country: str) -> Sequence[_Rules]:
    return [cast("_Rules", importlib.import_module(f"stdnum.{name}")) for name in _OF_KIND[kind][country].split()]
