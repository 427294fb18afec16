"""A number with its noun in both languages: French counts nought and one alike, English one alone."""


def in_french(number: int, one: str, many: str) -> str:
    """`1 serveur`, `0 serveur`, `2 serveurs`."""
    return f"{number} {one if number <= 1 else many}"


def in_english(number: int, one: str, many: str) -> str:
    """`1 server`, `0 servers`, `2 servers`."""
    return f"{number} {one if number == 1 else many}"
