namespace RebateFlow.RiskScoring.Rules.Scores;

/// <summary>The names of grades in messages, in the API and in the database.</summary>
public static class GradeNames
{
    public static string Of(Grade grade) =>
        grade switch
        {
            Grade.Low => "LOW",
            Grade.Medium => "MEDIUM",
            Grade.High => "HIGH",
        };

    /// <exception cref="InvalidDataException">No grade is called so.</exception>
    public static Grade Read(string name) =>
        name switch
        {
            "LOW" => Grade.Low,
            "MEDIUM" => Grade.Medium,
            "HIGH" => Grade.High,
            _ => throw new InvalidDataException($"No grade is called {name}."),
        };
}
