namespace RebateFlow.AppHost;

/// <summary>One server, many databases: makes a connection string for each.</summary>
public static class PostgresAddress
{
    /// <param name="server">
    /// Npgsql's <c>Host=…;Username=…</c> or <c>postgres://user:password@host:port</c>.
    /// </param>
    public static string For(string server, string database)
    {
        if (!server.Contains("://", StringComparison.Ordinal))
            return $"{server.TrimEnd(';')};Database={database}";

        var uri = new Uri(server);
        var user = uri.UserInfo.Split(':', 2);
        var port = uri.IsDefaultPort || uri.Port < 0 ? 5432 : uri.Port;
        var password = user.Length == 2 ? $";Password={Quote(user[1])}" : "";
        return $"Host={uri.Host};Port={port};Username={Quote(user[0])}{password};"
            + $"Database={database}";
    }

    /// <summary>A password may hold semicolons and quotes.</summary>
    private static string Quote(string escaped) =>
        $"\"{Uri.UnescapeDataString(escaped).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
