using System.Data;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace RebateFlow.Messaging;

/// <summary>
/// Teaches Dapper the types that PostgreSQL and we agree on: <c>date</c> and <c>timestamptz</c>.
/// </summary>
public static class DapperTypeHandlers
{
    /// <summary>Registers the handlers; once a process, at start.</summary>
    public static void Register()
    {
        // Columns are snake_case, properties are not.
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new DateHandler());
        SqlMapper.AddTypeHandler(new TimeHandler());
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) =>
            value is DateOnly date ? date : DateOnly.FromDateTime((DateTime)value);

        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Date;
            parameter.Value = value;
        }
    }

    private sealed class TimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            value is DateTimeOffset time ? time : new DateTimeOffset((DateTime)value);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.TimestampTz;
            parameter.Value = value.ToUniversalTime();
        }
    }
}
