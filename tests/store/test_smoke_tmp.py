import time


def test_it(store):
    from newsroom.news.article import Article, Filter

    a = store.articles.insert(Article(slug="x", headline="Hello"), author=None)
    assert store.articles.get(a.id) == a
    assert store.search.find("hel")
    assert store.articles.page(Filter()).rows[0].id == a.id
