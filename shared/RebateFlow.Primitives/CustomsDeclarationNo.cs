namespace RebateFlow.Primitives;

/// <summary>
/// Customs declaration number 报关单号, 18 characters: customs district 4, year 4, direction 1, serial
/// 9.
/// </summary>
public readonly record struct CustomsDeclarationNo
{
    private CustomsDeclarationNo(string value) => Value = value;

    /// <summary>18 characters.</summary>
    public string Value { get; }

    /// <summary>
    /// True for an export: character 9 is 0, or E on a bonded filing list; 1 and I are imports.
    /// </summary>
    public bool IsExport => Value[8] is '0' or 'E';

    /// <summary>Reads a number of either direction after normalising width and case.</summary>
    public static bool TryParse(string? text, out CustomsDeclarationNo number)
    {
        var normal = CodeText.Normalize(text);
        var isNumber =
            normal.Length == 18
            && CodeText.IsDigits(normal.AsSpan(0, 8))
            && normal[8] is '0' or '1' or 'E' or 'I'
            && CodeText.IsDigits(normal.AsSpan(9));
        number = isNumber ? new CustomsDeclarationNo(normal) : default;
        return isNumber;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// One line of a customs declaration, 21 characters: the declaration number, 0, and the item 01 to
/// 99.
/// </summary>
public readonly record struct CustomsDeclarationLineNo
{
    private CustomsDeclarationLineNo(string value) => Value = value;

    /// <summary>21 characters.</summary>
    public string Value { get; }

    /// <summary>
    /// Reads a line number of an export declaration after normalising width and case.
    /// </summary>
    public static bool TryParse(string? text, out CustomsDeclarationLineNo number)
    {
        number = default;
        var normal = CodeText.Normalize(text);
        if (normal.Length != 21 || normal[18] != '0' || !CodeText.IsDigits(normal.AsSpan(19)))
            return false;
        if (!CustomsDeclarationNo.TryParse(normal[..18], out var declaration))
            return false;
        if (!declaration.IsExport || normal.EndsWith("00", StringComparison.Ordinal))
            return false;
        number = new CustomsDeclarationLineNo(normal);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
