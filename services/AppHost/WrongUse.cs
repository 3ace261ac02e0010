namespace RebateFlow.AppHost;

/// <summary>A wrong word or setting ends the start with one line that says which.</summary>
public static class WrongUse
{
    public const int ExitCode = 2;

    /// <returns>The exit code, after saying why on standard error.</returns>
    public static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return ExitCode;
    }

    /// <returns>
    /// The settings; null after saying on standard error which of them is wrong.
    /// </returns>
    public static Settings? Try(Func<Settings> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException wrong)
        {
            Refuse(wrong.Message);
            return null;
        }
    }
}
