UNEXPLAINED = "unexplained"
def of(peer, case, ours, expected):
    if isinstance(expected, str):
        return expected[:40]
    return UNEXPLAINED
def of_zone(case, pair):
    return UNEXPLAINED
