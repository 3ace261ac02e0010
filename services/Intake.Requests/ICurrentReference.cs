using RebateFlow.Intake.Checks;

namespace RebateFlow.Intake;

/// <summary>The dated tables in force now; Intake keeps them in memory by version.</summary>
public interface ICurrentReference
{
    /// <summary>Those that a check of this moment would go by.</summary>
    ValueTask<ReferenceData> ReadAsync(CancellationToken cancel);
}
