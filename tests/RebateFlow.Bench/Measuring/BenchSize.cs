namespace RebateFlow.Bench.Measuring;

/// <summary>How much a row does.</summary>
internal enum BenchSize
{
    /// <summary>Enough for figures that mean something; minutes.</summary>
    Full,

    /// <summary>Enough to show that the row works; seconds. Its figures mean nothing.</summary>
    Small,
}
