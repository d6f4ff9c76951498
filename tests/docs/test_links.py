from __future__ import annotations

import pytest

from tests.docs.pages import PAGES, ROOT, links


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    folder = (ROOT / page).parent
    assert [target for target in links(page) if not (folder / target.partition("#")[0]).exists()] == []


def test_every_page_of_docs_is_linked_from_the_readme() -> None:
    linked = set(links("README.md"))
    assert [page for page in PAGES if page.startswith("docs/") and page not in linked] == []
