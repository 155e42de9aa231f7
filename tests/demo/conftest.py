from tests.cities import small_city

__all__ = ["small_city"]
