using RebateFlow.Architecture.Tests.Tidy;

namespace RebateFlow.Architecture.Tests;

/// <summary>One dialect for the services; each rule has a twin that it has to find.</summary>
public sealed class DialectTests
{
    [Fact]
    public void A_token_is_called_cancel_and_a_data_source_database() =>
        Nothing.In(
            Repository
                .CSharp.Where(file => !file.IsTest)
                .SelectMany(Dialect.ParameterNames)
                .Select(violation => violation.ToString())
        );

    [Fact]
    public void An_advisory_lock_has_a_number_of_its_own() =>
        Nothing.In(
            Dialect
                .SharedLockNumbers(Repository.CSharp.Where(file => !file.IsTest))
                .Select(violation => violation.ToString())
        );

    [Theory]
    [InlineData("const long Lock = 7_001_002;", 1)]
    [InlineData("const string Sql = \"SELECT pg_advisory_xact_lock(7001002)\";", 1)]
    [InlineData("const long Lock = 7_001_003;", 0)]
    public void A_lock_number_that_two_files_use_is_found(string code, int count) =>
        Assert.Equal(
            count,
            Dialect
                .SharedLockNumbers([
                    new SourceFile("services/Intake/A.cs", "const long Lock = 7_001_002;"),
                    new SourceFile("services/Intake/B.cs", code),
                ])
                .Count()
        );

    [Theory]
    [InlineData("class A { Task GoAsync(CancellationToken stop) => null!; }", 1)]
    [InlineData("class A { Task GoAsync(CancellationToken cancel) => null!; }", 0)]
    [InlineData("class A { override Task GoAsync(CancellationToken token) => null!; }", 0)]
    [InlineData("class A { Task StartAsync(CancellationToken cancellationToken) => null!; }", 0)]
    [InlineData("class A(NpgsqlDataSource db);", 1)]
    [InlineData("class A { static void Go(NpgsqlDataSource source, int database) { } }", 1)]
    [InlineData("class A(NpgsqlDataSource database);", 0)]
    public void Another_name_is_found(string code, int count) =>
        Assert.Equal(
            count,
            Dialect.ParameterNames(new SourceFile("services/Intake/A.cs", code)).Count()
        );
}
