"""Permissions in plain words."""

from criteria.findings import Text
from web.words.permissions import UNNAMED, describe_permission


def test_knowledge_speaks_first() -> None:
    known = Text("Lire vos contacts", "Read your contacts")
    assert describe_permission("android.permission.INTERNET", known) is known


def test_ordinary_permissions_have_words_and_the_others_say_that_they_have_none() -> None:
    assert describe_permission("android.permission.INTERNET", None).en == "Exchange with the Internet"
    assert describe_permission("tld.own.PERMISSION", None) is UNNAMED
