namespace RebateFlow.ServiceDefaults;

/// <summary>How files that people handed in are given out again.</summary>
public static class Downloads
{
    /// <summary>
    /// Content-Security-Policy: should a browser open the file after all, nothing in it runs.
    /// </summary>
    public const string ContentPolicy = "sandbox; default-src 'none'";
}
