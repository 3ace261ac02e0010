using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>The names of the approved list as they stand, for sets that compare names.</summary>
public delegate ValueTask<ListedNames> NamesOfList(CancellationToken cancel);
