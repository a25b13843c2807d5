"""What would give the answers of lesson overfitting away."""

SPOILERS = {
    "overfitting.1": (r"falls from 0\.91 to 0\.68", r"large rate looks worse", r"the article seems right"),
    "overfitting.2": (r"small rate is only later", r"small one gets there too", r"after 210 epochs: 0\.87"),
    "overfitting.3": (r"most of the difference has gone", r"at equal fit less so", r"0\.17 has become 0\.04"),
    "overfitting.4": (r"points the other way", r"cooled no longer", r"0\.6 is ahead of 0\.05"),
}
