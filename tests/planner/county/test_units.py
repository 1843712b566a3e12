import pytest

from planner.county.units import alternatives, conversion


@pytest.mark.parametrize(
    ("given", "wanted", "factor"),
    [
        ("亩", "亩", 1.0),
        ("公顷", "亩", 15.0),
        ("平方米", "亩", 0.0015),
        ("㎡", "亩", 0.0015),
        ("平米", "平方米", 1.0),
        ("元", "万元", 1e-4),
        ("亿元", "万元", 1e4),
        ("万元", "元", 1e4),
        ("万元每亩", "万元/亩", 1.0),
        ("元每平方米", "万元每亩", 1e-4 / 0.0015),  # both parts change
        ("万元/公顷", "万元/亩", 1 / 15),
        ("米", "km", 1e-3),
        ("小时", "分钟", 60.0),
        ("万元/个·年", "万元/个·年", 1.0),
        ("%", "", 0.01),
    ],
)
def test_conversion(given, wanted, factor):
    assert conversion(given, wanted) == pytest.approx(factor)


@pytest.mark.parametrize(("given", "wanted"), [("亩", "万元"), ("元", "万元/亩"), ("尺", "km"), ("期", "月")])
def test_not_the_same_quantity(given, wanted):
    assert conversion(given, wanted) is None


def test_alternatives():
    assert alternatives("亩") == ("公顷", "平方米", "平方公里")
    assert alternatives("户") == ()
