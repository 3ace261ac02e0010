namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>
/// An assertion that shows every violation, one a line, where Assert.Empty would show five.
/// </summary>
public static class Nothing
{
    public static void In(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        if (found.Count > 0)
            Assert.Fail($"{found.Count} violations:\n{string.Join('\n', found)}");
    }
}
