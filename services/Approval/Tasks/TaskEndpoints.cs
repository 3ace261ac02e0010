namespace RebateFlow.Approval.Tasks;

/// <summary>The endpoints of this folder.</summary>
public static class TaskEndpoints
{
    public static void MapTasks(this WebApplication app)
    {
        RaiseDoubts.Map(app);
        WorkOnTasks.Map(app);
    }
}
