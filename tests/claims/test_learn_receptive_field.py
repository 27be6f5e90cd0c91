import pytest

import convref as F


@pytest.mark.claim("a-stride-does-not-move-its-own-centre")
def test_centre():
    fields = [F.receptive_field([F.Layer(11, stride=s, padding=2)]) for s in (1, 2, 3, 4)]
    assert [field.centre for field in fields] == [3, 3, 3, 3]
    assert [field.jump for field in fields] == [1, 2, 3, 4]


@pytest.mark.claim("a-transposed-layer-sees-two-or-one")
def test_transposed():
    assert F.overlap_counts(5, kernel_size=3, stride=2)[2:-2].tolist() == [2, 1, 2, 1, 2, 1, 2]
