namespace RebateFlow.Primitives;

/// <summary>
/// Association number 关联号, which joins export and purchase lines: yyyyMM and batch (001 to 999) of
/// the filing it was given in, serial of 1 to 8 digits.
/// </summary>
public readonly record struct AssociationNo
{
    private AssociationNo(string value) => Value = value;

    /// <summary>10 to 17 digits.</summary>
    public string Value { get; }

    /// <summary>Reads a number after normalising width.</summary>
    public static bool TryParse(string? text, out AssociationNo number)
    {
        number = default;
        var normal = CodeText.Normalize(text);
        if (normal.Length is < 10 or > 17 || !CodeText.IsDigits(normal))
            return false;
        if (!Period.TryParse(normal[..6], out _) || normal.AsSpan(6, 3) is "000")
            return false;
        number = new AssociationNo(normal);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
