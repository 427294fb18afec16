"""What visitors look for is kept nowhere: after a hundred searches, no log, table or blob has a word of them."""

from collections.abc import Iterator

import pytest

from tests.builders.running import Running, a_running_instance

SEARCHES = 100
PATHS = (
    "/api/v1/listings?q={word}",
    "/listings?q={word}",
    "/listings?q={word}&need={word}&state={word}",
    "/api/v1/listings/{word}?lang=en",
    "/listings/{word}",
    "/api/v1/certificates/{word}",
    "/{word}?{word}={word}",
)
pytestmark = [pytest.mark.integration, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with a_running_instance(tmp_path_factory.mktemp("state")) as one:
        yield one


def test_a_hundred_searches_leave_no_word_behind(running: Running) -> None:
    words = [f"diabetezq{number}" for number in range(SEARCHES)]
    for number, word in enumerate(words):
        path = PATHS[number % len(PATHS)].format(word=word)
        answer = running.call("GET", path, Referer=f"https://{word}.example/?q={word}", User_Agent=word)
        assert answer.status in (200, 404, 422), path
        assert "set-cookie" not in answer.headers
        assert answer.headers["referrer-policy"] == "no-referrer"
    kept = [path for path in running.state.rglob("*") if path.is_file() and b"diabetezq" in path.read_bytes()]
    assert kept == []


def test_a_search_answer_is_kept_by_nobody_on_the_way(running: Running) -> None:
    for path in ("/api/v1/listings?q=asthme", "/listings?q=asthme"):
        assert running.call("GET", path).headers["cache-control"] == "no-store"
