using Npgsql;

namespace RebateFlow.Testing.Servers;

/// <summary>
/// The servers the tests run on. <c>./run test</c> sets these variables; by hand, name servers that
/// may be filled with databases and virtual hosts.
/// </summary>
public static class TestSettings
{
    /// <summary>Npgsql connection string of a role that may create databases.</summary>
    public static NpgsqlConnectionStringBuilder Postgres =>
        new(Required("REBATEFLOW_TEST_POSTGRES"));

    /// <summary>AMQP address with user and password.</summary>
    public static Uri RabbitMq => new(Required("REBATEFLOW_TEST_RABBITMQ"));

    /// <summary>Management address with user and password; null without the plugin.</summary>
    public static Uri? RabbitMqManagement =>
        Environment.GetEnvironmentVariable("REBATEFLOW_TEST_RABBITMQ_MANAGEMENT")
            is { Length: > 0 } text
            ? new Uri(text)
            : null;

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException(
                $"{name} is not set. ./run test starts the servers and sets it."
            );
}
