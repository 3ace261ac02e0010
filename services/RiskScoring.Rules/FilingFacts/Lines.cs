using System.Runtime.InteropServices;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>Lines of a form as the memory they lie in, for the loops that see every line.</summary>
internal static class Lines
{
    /// <summary>The lines; copied only when they lie in neither an array nor a list.</summary>
    public static ReadOnlySpan<T> Of<T>(IReadOnlyList<T> lines) =>
        lines switch
        {
            T[] array => array,
            List<T> list => CollectionsMarshal.AsSpan(list),
            _ => lines.ToArray(),
        };
}
