namespace RebateFlow.Shared.Tests.Primitives;

/// <summary>Rows of a CSV file of cases beside the tests; no quoted commas.</summary>
internal static class CaseFile
{
    public static IEnumerable<string[]> Rows(string fileName) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Primitives", "Cases", fileName))
            .Skip(1)
            .Where(line => line.Length > 0)
            .Select(line => line.Split(','));
}
