using MassTransit;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Tests.Samples;

namespace RebateFlow.Contracts.Tests;

/// <summary>
/// Every rule has a twin below it that shows the rule a wrong message and expects it to object.
/// </summary>
public sealed class MessageShapeTests
{
    private static readonly IReadOnlyList<Type> Records =
    [
        .. typeof(Lanes)
            .Assembly.GetExportedTypes()
            .Where(type => type != typeof(Lanes) && !type.IsAssignableTo(typeof(Attribute))),
    ];

    private static readonly IReadOnlyList<Type> Messages = [.. MessageShape.Messages(Records)];

    [Fact]
    public void Urn_and_exchange_of_every_message_are_pinned_and_follow_its_name() =>
        Assert.Empty(Messages.SelectMany(MessageShape.NamingViolations));

    [Fact]
    public void A_message_with_a_foreign_urn_and_no_exchange_is_found()
    {
        var violations = MessageShape.NamingViolations(typeof(WrongNames)).ToList();

        Assert.Equal(2, violations.Count);
    }

    [Fact]
    public void No_two_messages_share_a_urn() =>
        Assert.Equal(Messages.Count, Messages.Select(MessageShape.GoldenName).Distinct().Count());

    [Fact]
    public void Contracts_hold_primitive_types_only() =>
        Assert.Empty(Records.SelectMany(MessageShape.TypeViolations));

    [Fact]
    public void Enums_and_doubles_and_mutable_lists_in_a_contract_are_found() =>
        Assert.Equal(3, MessageShape.TypeViolations(typeof(WrongTypes)).Count());

    [Fact]
    public void Contracts_are_sealed_records_whose_members_are_set_once() =>
        Assert.Empty(Records.SelectMany(MessageShape.ShapeViolations));

    [Fact]
    public void A_contract_that_is_an_open_class_with_a_setter_is_found() =>
        Assert.Equal(3, MessageShape.ShapeViolations(typeof(WrongShape)).Count());

    [Fact]
    public void Every_contract_is_a_message_or_travels_inside_one() =>
        Assert.Empty(MessageShape.Unreachable(Records, typeof(FilingContent)));

    [Fact]
    public void A_record_that_no_message_carries_is_found() =>
        Assert.Equal(
            [typeof(WrongTypes)],
            MessageShape.Unreachable([typeof(WrongNames), typeof(WrongTypes)])
        );

    [Fact]
    public void Every_message_has_a_minimal_and_a_maximal_golden_file() =>
        Assert.Empty(MissingGoldenFiles(GoldenFile.Folder, Messages));

    [Fact]
    public void A_message_without_golden_files_is_found() =>
        Assert.Equal(2, MissingGoldenFiles(GoldenFile.Folder, [typeof(WrongNames)]).Count());

    [Fact]
    public void Every_message_has_a_sample() =>
        Assert.Empty(
            Messages
                .Select(MessageShape.GoldenName)
                .Except(Sample.All.Select(sample => sample.Name))
        );

    private static IEnumerable<string> MissingGoldenFiles(
        string folder,
        IEnumerable<Type> messages
    ) =>
        messages
            .Select(MessageShape.GoldenName)
            .SelectMany(name =>
                new[] { name.Replace(".v", ".minimal.v"), name.Replace(".v", ".maximal.v") }
            )
            .Where(name => !File.Exists(Path.Combine(folder, $"{name}.json")));

    [MessageUrn("rebateflow:intake:something-else:v1")]
    private sealed record WrongNames
    {
        public required Guid Id { get; init; }
    }

    private sealed record WrongTypes
    {
        public required DayOfWeek Day { get; init; }
        public required double Amount { get; init; }
        public required List<string> Names { get; init; }
        public required IReadOnlyList<string> GoodNames { get; init; }
    }

    private abstract class WrongShape
    {
        public required string Name { get; set; }
    }
}
