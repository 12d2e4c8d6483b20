"""Which story an item belongs to: encoding, placing, repairing, learning. Pure: the caller keeps the items and founds the stories."""

from wirefeed.cluster.encode import encode
from wirefeed.cluster.encoded import is_live
from wirefeed.cluster.index import LiveIndex
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.rulings import Rulings
from wirefeed.cluster.tellings import Tellings
from wirefeed.cluster.weights import Weights, read_weights, shipped

__all__ = ["ClusterRules", "LiveIndex", "Rulings", "Tellings", "Weights", "encode", "is_live", "read_weights", "shipped"]
