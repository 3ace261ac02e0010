using RebateFlow.RiskScoring.Watchlist;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>The names of the approved list as they stand, for sets that compare names.</summary>
public delegate ValueTask<ListedNames> NamesOfList(CancellationToken cancel);
