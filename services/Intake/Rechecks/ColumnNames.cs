namespace RebateFlow.Intake.Rechecks;

/// <summary>Columns by the names that feeds and API give their values.</summary>
internal static class ColumnNames
{
    /// <summary>tax_base is taxBase; a name without an underscore stays as it is.</summary>
    public static string ToApi(string column)
    {
        var parts = column.Split('_');
        return parts[0]
            + string.Concat(
                parts
                    .Skip(1)
                    .Where(part => part.Length > 0)
                    .Select(part => char.ToUpperInvariant(part[0]) + part[1..])
            );
    }
}
