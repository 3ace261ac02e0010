using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Submissions;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Sandbox;

/// <summary>
/// Play the officers for sandbox clients, and the feed that brings what a filing waits for: each
/// read of a pre-declaration goes a step further in the script of its reference.
/// </summary>
public sealed class ScriptedOfficers(SandboxData data, ScriptedChecks checks, AuthorityClock clock)
{
    /// <summary>One step further, because the pre-declaration is read.</summary>
    public async Task StepAsync(Guid id, string uscc, CancellationToken cancel)
    {
        await using var connection = await data.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var head = await SubmissionSql.LockAsync(transaction, id, uscc, cancel);
        if (head is null || await SandboxSql.FindAsync(transaction, id, cancel) is not { } play)
            return;
        var isOnItsWay = play.IsWaiting || PreDeclaration.IsWithOfficers(head.StateValue);
        if (
            !isOnItsWay
            || !WireCode.TryParse(play.Scenario, out SandboxScenario scenario)
            || SandboxScript.After(scenario, play.Reads + 1) is not { } step
        )
            return;

        if (play.IsWaiting)
        {
            await checks.CheckWithArrivedDataAsync(transaction, play, cancel);
        }
        else
        {
            var handedInOn = clock.DayOf(play.SubmittedAt);
            var dueOn = step.DueInDays is { } days ? Weekdays(handedInOn, days) : (DateOnly?)null;
            var at = (dueOn, clock.Now);
            await SandboxSql.StepAsync(transaction, id, step, at, cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    /// <summary>So many days on, Saturdays and Sundays left out.</summary>
    private static DateOnly Weekdays(DateOnly day, int days)
    {
        while (days > 0)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                days--;
        }
        return day;
    }
}
